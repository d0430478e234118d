"""The public search on Elasticsearch or OpenSearch."""

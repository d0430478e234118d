"""Words that come from outside the portal: PO files, and drafts by a machine."""

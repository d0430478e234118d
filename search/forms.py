"""What a reader may ask of the search."""

from django import forms

LONGEST_QUERY = 200


class SearchForm(forms.Form):
    """The words to look for."""

    q = forms.CharField(required=False, max_length=LONGEST_QUERY)

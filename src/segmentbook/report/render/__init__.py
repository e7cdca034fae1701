"""Executed notebooks in; one offline HTML page, one A4 PDF and one slide deck out."""

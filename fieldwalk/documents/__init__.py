"""A walk's summary as a document: worded, mapped and drawn as one HTML page. Standard library only."""

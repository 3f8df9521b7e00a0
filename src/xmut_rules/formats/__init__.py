"""File formats: JSON text, pages, workbooks. Nothing here knows a policy."""

"""NetBox as a source: its records as the files of a company."""

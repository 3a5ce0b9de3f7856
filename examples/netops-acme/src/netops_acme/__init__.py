"""Plug-ins for netops: a rule (`naming`), a report (`csv_report`) and a filter of templates (`filters`)."""

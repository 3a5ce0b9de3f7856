"""Print queues speak of secrets in no line but in the addresses of printers."""

SECRETS = """
queue ~
server ~
"""

from fleet_servers import company, servers

__all__ = ["company", "servers"]

"""What breaks is real too: the servers of the service tests."""

from tests.services.conftest import deliver_to, free_port, mail_server, transactional_db

__all__ = ["deliver_to", "free_port", "mail_server", "transactional_db"]

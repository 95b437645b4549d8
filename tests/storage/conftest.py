from tests.database_fixtures import database, database_url, fresh_postgresql_url, sqlite_url

__all__ = ["database", "database_url", "fresh_postgresql_url", "sqlite_url"]

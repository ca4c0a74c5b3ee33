"""Keeps the app ``archive`` in the database of the same name."""


class ArchiveRouter:
    """Routes by app label alone."""

    def db_for_read(self, model, **hints):
        return self._alias(model._meta.app_label)

    def db_for_write(self, model, **hints):
        return self._alias(model._meta.app_label)

    def allow_migrate(self, db, app_label, **hints):
        return db == (self._alias(app_label) or "default")

    def _alias(self, app_label):
        return "archive" if app_label == "archive" else None

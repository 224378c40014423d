from django.core.files.storage import Storage


class BrokenStorage(Storage):
    """A storage whose disk is gone."""

    def save(self, *args, **kwargs):
        raise OSError("no such device")

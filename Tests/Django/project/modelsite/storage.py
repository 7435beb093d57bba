import os

from django.core.files.storage import FileSystemStorage


class RecordingStorage(FileSystemStorage):
    """Records each access to a cache file in the file MODELSITE_STORAGE_LOG."""

    def record(self, access, name):
        path = os.environ.get("MODELSITE_STORAGE_LOG")
        if path and name.startswith("CACHE/"):
            with open(path, "a", encoding="utf-8") as log:
                log.write("%s %s\n" % (access, name))

    def exists(self, name):
        self.record("exists", name)
        return super().exists(name)

    def _open(self, name, mode="rb"):
        self.record("open", name)
        return super()._open(name, mode)

    def _save(self, name, content):
        self.record("save", name)
        return super()._save(name, content)

    def size(self, name):
        self.record("size", name)
        return super().size(name)

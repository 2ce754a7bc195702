"""Static files under names that carry their hash, so that a browser may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites the import lines of ES modules (each must end in a semicolon)."""

    support_js_module_import_aggregation = True

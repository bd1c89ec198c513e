import sys

# jsonschema, which nbformat imports, makes 38 grammars for internationalised addresses where it finds this library:
# a second and a half for every process, and no notebook's schema has such an address.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # typeshed lacks None, Python's mark of no module

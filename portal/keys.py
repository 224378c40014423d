"""Keys of an installation that was given none: made once, kept in a file only its owner can read.

For trying the portal out. A deployment that real people reach sets its keys in the environment and is refused
otherwise (`portal/settings.py`), because a key beside the database protects nothing.
"""

import base64
import json
import os
import secrets
from pathlib import Path


def _new_keys() -> dict[str, str]:
    sealing_key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {"SECRET_KEY": secrets.token_urlsafe(50), "SEALING_KEY": f"local:{sealing_key}"}


def local_keys(folder: Path) -> dict[str, str]:
    """Read the keys of this folder, making them first where there are none.

    Two processes may start at once: the file is written whole under another name and linked into place, so the
    second one finds the first one's keys and uses those.
    """
    path = folder / "keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"keys.{os.getpid()}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(_new_keys(), file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return dict(json.loads(path.read_text()))

"""Truncated states and states with flipped bits."""
import json

from .site import Tally


def damaged(trial):
    """Damages the state. The next run must exit with 0, write a correct manifest, and keep the cache files. If a cache file
    was deleted too, the run must make it again."""
    tally = Tally()
    with trial.site() as site:
        manifest = site.path / "images.json"
        site.run("--manifest", str(manifest))
        truth = json.loads(manifest.read_text())
        state = site.cache / ".imagekit/state.sqlite3"
        whole = state.read_bytes()
        names = sorted(trial.clean)
        for round in range(trial.scaled(1000)):
            data = bytearray(whole)
            if trial.rng.random() < 0.3:
                data = data[: trial.rng.randrange(len(data))]
            else:
                for _ in range(trial.rng.choice((1, 8, 200))):
                    data[trial.rng.randrange(len(data))] ^= 1 << trial.rng.randrange(8)
            state.write_bytes(data)
            if round % 4 == 0:
                (site.cache / trial.rng.choice(names)).unlink()
            code, _, errors = site.run("--manifest", str(manifest))
            found = json.loads(manifest.read_text())
            tally.add(
                code=code and errors, wrong_manifest=found != truth, broken=trial.broken(site),
                missing=set(trial.clean) - set(site.tree()),
            )
            if code or found != truth:
                site.run("--force")
    return tally

"""States that are cut off or have flipped bits."""
import json

from .site import Tally


def damaged(trial):
    """Whatever becomes of the state, the next run ends with 0, tells of each image what is true, and leaves the tree as it
    was; where a cache file is gone besides, it is made again."""
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
            told = json.loads(manifest.read_text())
            tally.add(
                code=code and errors, wrong_manifest=told != truth, broken=trial.broken(site),
                missing=set(trial.clean) - set(site.tree()),
            )
            if code or told != truth:
                site.run("--force")
    return tally

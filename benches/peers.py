"""The peers of blocs on the same invented votes: numpy on the matrix, pandas and
polars from the CSV files to the answer. Called by peers.sh.

    peers.py numpy FILE ACTORS     seconds of the fastest run, and two means
    peers.py pandas|polars DIR     agreement of every pair in every year, as CSV
    peers.py pandas-unity|polars-unity DIR
                                   pairwise agreement of each bloc in every year, as CSV
    peers.py pandas-undl|polars-undl VOTES RESOLUTIONS
                                   votes by year, country and word, from the files as published
    peers.py pandas-cohesion|polars-cohesion DIR BLOC,BLOC
                                   the same of dated members, from an imported folder
"""
import sys
import time


def numpy_pairs(path, actors):
    import numpy as np
    matrix = np.fromfile(path, np.uint8).reshape(actors, -1)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        no, half, yes = (np.equal(matrix, code).astype(np.float32) for code in range(3))
        here = no + half + yes
        n, same, opposite = here @ here.T, no @ no.T + half @ half.T + yes @ yes.T, yes @ no.T
        opposite = opposite + opposite.T
        agreement = same / n
        s = 1 - 2 * (opposite + (n - same - opposite) / 2) / n
        expected = sum((p @ here.T) * (here @ p.T) for p in (no, half, yes)) / n
        kappa = (same - expected) / (n - expected)
        upper = np.triu_indices(actors, 1)
        means = (agreement + s)[upper].mean(dtype=np.float64), kappa[upper].mean(dtype=np.float64)
        best = min(best, time.perf_counter() - start)
    print(f"{best:.6f} {means[0]:.9f} {means[1]:.9f}")


def pairs_by_year(np, frame_of_year, years, out):
    """Agreement of every pair, year by year; each frame gives codes of actors, votes and casts."""
    for year in years:
        ids, actor, vote, cast = frame_of_year(year)
        size = len(ids), int(vote.max()) + 1
        planes = []
        for code in range(3):
            plane = np.zeros(size, np.float32)
            plane[actor[cast == code], vote[cast == code]] = 1
            planes.append(plane)
        here = sum(planes)
        n = here @ here.T
        same = sum(p @ p.T for p in planes)
        a, b = np.triu_indices(size[0], 1)
        out(ids[a], ids[b], year, n[a, b], same[a, b] / n[a, b])


def pandas_whole(folder):
    import numpy as np
    import pandas as pd
    acts = pd.read_csv(f"{folder}/acts.csv", usecols=["actor", "agreement", "kind", "date"])
    acts["year"] = acts["date"].str[:4].astype(int)
    code = {"no": 0, "abstain": 1, "yes": 2, "absent": 3}
    acts["cast"] = acts["kind"].map(code)
    frames = []
    for year, part in acts.groupby("year"):
        actor, ids = pd.factorize(part["actor"], sort=True)
        vote, _ = pd.factorize(part["agreement"])
        cast = part["cast"].to_numpy()
        pairs_by_year(np, lambda _: (np.asarray(ids), actor, vote, cast), [year],
                      lambda a, b, y, n, share: frames.append(pd.DataFrame({"a": a, "b": b, "year": y, "n": n.astype(int), "agreement": share})))
    pd.concat(frames).to_csv("/dev/null", index=False)


def polars_whole(folder):
    import numpy as np
    import polars as pl
    acts = pl.read_csv(f"{folder}/acts.csv", columns=["actor", "agreement", "kind", "date"])
    acts = acts.with_columns(
        year=pl.col("date").str.slice(0, 4).cast(pl.Int32),
        cast=pl.col("kind").replace_strict({"no": 0, "abstain": 1, "yes": 2, "absent": 3}),
    )
    frames = []
    for (year,), part in acts.partition_by("year", as_dict=True, maintain_order=True).items():
        ids, actor = np.unique(part["actor"].to_numpy(), return_inverse=True)
        vote = part["agreement"].rank("dense").to_numpy().astype(int) - 1
        cast = part["cast"].to_numpy()
        pairs_by_year(np, lambda _: (ids, actor, vote, cast), [year],
                      lambda a, b, y, n, share: frames.append(pl.DataFrame({"a": a, "b": b, "year": np.full(len(a), y), "n": n.astype(int), "agreement": share})))
    pl.concat(frames).write_csv("/dev/null")


def pandas_unity(folder):
    import pandas as pd
    acts = pd.read_csv(f"{folder}/acts.csv", usecols=["actor", "agreement", "kind", "date"])
    members = pd.read_csv(f"{folder}/memberships.csv", usecols=["actor", "bloc"])
    acts = acts[acts["kind"] != "absent"].merge(members, on="actor")
    acts["year"] = acts["date"].str[:4].astype(int)
    counts = acts.groupby(["bloc", "year", "agreement", "kind"]).size().unstack(fill_value=0)
    n = counts.sum(axis=1)
    p = (counts * (counts - 1)).sum(axis=1) / (n * (n - 1))
    p[n > 1].groupby(["bloc", "year"]).mean().to_csv("/dev/null")


def polars_unity(folder):
    import polars as pl
    acts = pl.scan_csv(f"{folder}/acts.csv").select("actor", "agreement", "kind", "date")
    members = pl.scan_csv(f"{folder}/memberships.csv").select("actor", "bloc")
    counts = (
        acts.filter(pl.col("kind") != "absent").join(members, on="actor")
        .group_by("bloc", pl.col("date").str.slice(0, 4).alias("year"), "agreement", "kind").len()
        .group_by("bloc", "year", "agreement")
        .agg(n=pl.col("len").sum(), same=(pl.col("len").cast(pl.Int64) * (pl.col("len").cast(pl.Int64) - 1)).sum())
        .filter(pl.col("n") > 1)
        .with_columns(p=pl.col("same") / (pl.col("n") * (pl.col("n") - 1)))
        .group_by("bloc", "year").agg(pl.col("p").mean()).sort("bloc", "year")
    )
    counts.collect().write_csv("/dev/null")


def pandas_undl(votes, resolutions):
    import pandas as pd
    cast, texts = pd.read_csv(votes), pd.read_csv(resolutions)
    joined = cast.merge(texts[["record_id", "date"]], on="record_id")
    joined.groupby([joined["date"].astype(str).str[:4], "country", "vote"]).size().to_csv("/dev/null")


def polars_undl(votes, resolutions):
    import polars as pl
    cast, texts = pl.read_csv(votes), pl.read_csv(resolutions, infer_schema_length=None)
    joined = cast.join(texts.select("record_id", "date"), on="record_id")
    year = pl.col("date").cast(pl.Utf8).str.slice(0, 4)
    joined.group_by(year, "country", "vote").len().sort("date", "country", "vote").write_csv("/dev/null")


def last_day(text):
    """The last day that a date can mean, as text: dates may be intervals, months or years."""
    end = text.split("/")[-1]
    return {4: end + "-12-31", 7: end + "-31"}.get(len(end), end)


def pandas_cohesion(folder, blocs):
    import pandas as pd
    acts = pd.read_csv(f"{folder}/acts.csv", usecols=["actor", "agreement", "kind", "date"])
    members = pd.read_csv(f"{folder}/memberships.csv", keep_default_na=False)
    members = members[members["bloc"].isin(blocs) & (members["role"] == "member")]
    start, end = members["from"].map(last_day), members["until"].map(last_day)
    members = members[["actor", "bloc"]].assign(start=start, end=end.where(end != "", "9999"))
    acts = acts[acts["kind"] != "absent"].merge(members, on="actor")
    acts = acts[(acts["start"] <= acts["date"]) & (acts["date"] < acts["end"])]
    acts["year"] = acts["date"].str[:4]
    counts = acts.groupby(["bloc", "year", "agreement", "kind"]).size().unstack(fill_value=0)
    n = counts.sum(axis=1)
    p = (counts * (counts - 1)).sum(axis=1) / (n * (n - 1))
    p[n > 1].groupby(["bloc", "year"]).mean().to_csv(sys.stdout)


def polars_cohesion(folder, blocs):
    import polars as pl
    members = (
        pl.read_csv(f"{folder}/memberships.csv", infer_schema=False).fill_null("")
        .filter(pl.col("bloc").is_in(blocs) & (pl.col("role") == "member"))
        .select("actor", "bloc",
                start=pl.col("from").map_elements(last_day, return_dtype=pl.Utf8),
                end=pl.col("until").map_elements(last_day, return_dtype=pl.Utf8))
        .with_columns(end=pl.when(pl.col("end") == "").then(pl.lit("9999")).otherwise("end"))
    )
    number = pl.col("len").cast(pl.Int64)
    counts = (
        pl.scan_csv(f"{folder}/acts.csv").select("actor", "agreement", "kind", "date")
        .filter(pl.col("kind") != "absent").join(members.lazy(), on="actor")
        .filter((pl.col("start") <= pl.col("date")) & (pl.col("date") < pl.col("end")))
        .group_by("bloc", pl.col("date").str.slice(0, 4).alias("year"), "agreement", "kind").len()
        .group_by("bloc", "year", "agreement").agg(n=number.sum(), same=(number * (number - 1)).sum())
        .filter(pl.col("n") > 1)
        .with_columns(p=pl.col("same") / (pl.col("n") * (pl.col("n") - 1)))
        .group_by("bloc", "year").agg(pl.col("p").mean()).sort("bloc", "year")
    )
    counts.collect().write_csv(sys.stdout)


if __name__ == "__main__":
    what, where = sys.argv[1], sys.argv[2]
    match what:
        case "numpy":
            numpy_pairs(where, int(sys.argv[3]))
        case "pandas":
            pandas_whole(where)
        case "polars":
            polars_whole(where)
        case "pandas-unity":
            pandas_unity(where)
        case "polars-unity":
            polars_unity(where)
        case "pandas-undl":
            pandas_undl(where, sys.argv[3])
        case "polars-undl":
            polars_undl(where, sys.argv[3])
        case "pandas-cohesion":
            pandas_cohesion(where, sys.argv[3].split(","))
        case "polars-cohesion":
            polars_cohesion(where, sys.argv[3].split(","))

#!/bin/sh
# blocs beside numpy, pandas and polars, on the same invented votes and the same machine.
#
#   benches/peers.sh [FACTOR ...]     growth factors, by default 1 10 100
#   UNDL="VOTES RESOLUTIONS" benches/peers.sh
#                                     the UN Digital Library's files as published, too: "import" is reading
#                                     them (and, for blocs, resolving and writing a folder), "cohesion" is
#                                     twenty blocs by year from that folder
#
# Installs the peers into a virtual environment of its own (or uses that of PEERS_VENV), builds
# blocs in release mode (or uses BLOCS and BLOCS_PEERS), and prints seconds and ratios:
# "pairs" is agreement, S and kappa of all pairs from a matrix in memory; "by year" is reading the
# tables and writing every pair of every year; "unity" is reading them and writing how united each
# bloc was in each year. Whole processes, start-up counted, median of five (or RUNS).
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

venv=${PEERS_VENV:-$work/venv}
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet numpy pandas polars
fi
python=$venv/bin/python

if [ -z "${BLOCS:-}" ]; then
    cargo build --release --quiet
    BLOCS=target/release/blocs
fi
if [ -z "${BLOCS_PEERS:-}" ]; then
    BLOCS_PEERS=$(cargo bench --no-run --bench peers --message-format=short 2>&1 |
        sed -n 's/.*Executable.*(\(.*\)).*/\1/p' | tail -n 1)
fi

# The median of RUNS runs (5), in seconds.
median() {
    "$python" - "$@" <<'PY'
import os, statistics, subprocess, sys, time
times = []
for _ in range(int(os.environ.get("RUNS", 5))):
    start = time.perf_counter()
    subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
    times.append(time.perf_counter() - start)
print(f"{statistics.median(times):.4f}")
PY
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a / b }'; }
row() { printf '%-8s %-10s %-10s %10s %10s %8s\n' "$@"; }

"$python" -c "import numpy, pandas, polars, sys, os
print('python', sys.version.split()[0], 'numpy', numpy.__version__, 'pandas', pandas.__version__, 'polars', polars.__version__, 'on', os.cpu_count(), 'cores')"
row growth what peer peer/s blocs/s ratio
if [ -n "${UNDL:-}" ]; then
    folder=$work/undl
    ours=$(median sh -c "rm -rf $folder && $BLOCS import undl $UNDL --out $folder")
    for peer in pandas polars; do
        theirs=$(median "$python" benches/peers.py $peer-undl $UNDL)
        row undl import $peer "$theirs" "$ours" "$(ratio "$theirs" "$ours")"
    done
    blocs=eu,nato,g7,g20,brics,five-eyes,asean,african-union,gcc,mercosur,arab-league,oas,oecd,commonwealth,g77,non-aligned-movement,csto,sco,cis,oic
    asked=$(echo "$blocs" | sed 's/,/ --bloc /g')
    ours=$(median "$BLOCS" --data "$folder" cohesion --bloc $asked --by year --csv)
    "$BLOCS" --data "$folder" cohesion --bloc $asked --by year --csv > "$work/ours.csv"
    for peer in pandas polars; do
        theirs=$(median "$python" benches/peers.py $peer-cohesion "$folder" "$blocs")
        "$python" benches/peers.py $peer-cohesion "$folder" "$blocs" > "$work/theirs.csv"
        "$python" - "$work/ours.csv" "$work/theirs.csv" <<'PY'
import csv, sys
ours, theirs = (list(csv.reader(open(path)))[1:] for path in sys.argv[1:])
a = {(row[0], row[3][:4]): float(row[10]) for row in ours}
b = {(row[0], row[1]): float(row[2]) for row in theirs}
assert a.keys() == b.keys(), sorted(a.keys() ^ b.keys())[:5]
assert all(abs(a[k] - b[k]) < 1e-6 for k in a), max(abs(a[k] - b[k]) for k in a)
PY
        row undl cohesion $peer "$theirs" "$ours" "$(ratio "$theirs" "$ours")"
    done
fi
for factor in "${@:-1 10 100}"; do
    for factor in $factor; do
        # Votes grow to the size of the UN record, then actors and votes together.
        case $factor in
        1) actors=193 votes=830 ;;
        10) actors=193 votes=8300 ;;
        100) actors=1930 votes=8300 ;;
        *) actors=193 votes=$((830 * factor)) ;;
        esac
        folder=$work/votes
        rm -rf "$folder"
        "$BLOCS_PEERS" generate "$folder" "$actors" "$votes"
        theirs=$("$python" benches/peers.py numpy "$folder/votes.bin" "$actors")
        ours=$("$BLOCS_PEERS" pairs "$folder/votes.bin" "$actors")
        "$python" - "$theirs" "$ours" <<'PY'
import sys
(_, *a), (_, *b) = (text.split() for text in sys.argv[1:])
assert all(abs(float(x) - float(y)) < 1e-5 for x, y in zip(a, b)), (a, b)
PY
        row "${factor}x" pairs numpy "${theirs%% *}" "${ours%% *}" "$(ratio "${theirs%% *}" "${ours%% *}")"
        year=$(median "$BLOCS" --data "$folder" dyads --by year --csv --measure agreement)
        unity=$(median "$BLOCS" --data "$folder" export csv --panel bloc-year)
        for peer in pandas polars; do
            theirs=$(median "$python" benches/peers.py $peer "$folder")
            row "${factor}x" "by year" $peer "$theirs" "$year" "$(ratio "$theirs" "$year")"
            theirs=$(median "$python" benches/peers.py $peer-unity "$folder")
            row "${factor}x" unity $peer "$theirs" "$unity" "$(ratio "$theirs" "$unity")"
        done
    done
done

/** The command was called in a way it does not take; the message says how to call it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage:
  stacklens scan PATH...     find the problems in files, folders and globs
      --format F             summary (default), text, json, ndjson, csv, xlsx, sarif, html, md
      --output FILE          write there instead of to standard output
      --bom                  begin csv with a byte order mark, for spreadsheets
      --min-severity S       critical, high, medium, low (default)
      --fail-on S            exit with 1 where a finding is at or above S
      --threads N            at most so many threads
      --time-zone Z          zone of the times in reports: UTC (default), local, or a name such as Europe/Rome
      --log-time-zone Z      zone of the times in logs that state none; UTC unless told
      --client-errors S      severity of HTTP answers from 400 to 499: low (default), medium
      --family               read each log with its rotated files (app.log.1, app-2024-01-02.log.gz…) as one, in order
      --shard I/N            only part I of N of the files: so several processes or machines share a scan
      --stats                one JSON line of figures on standard error
      --save                 keep the analyses in the store
      --corrected            as you have relabeled, ignored and reported them, by the store; fingerprints in
                             .stacklens/ignore are left out always
      --store STORE          the store: a file, or postgresql://user@host/database; else $STACKLENS_STORE, else the editor's own
      Logs that other engines keep, named as loki://HOST/?query={app="shop"}, elasticsearch://HOST/INDEX, opensearch://HOST/INDEX,
      clickhouse://HOST/TABLE, postgresql://USER@HOST/DATABASE?table=TABLE; logins in $STACKLENS_SOURCE_TOKEN, or
      $STACKLENS_SOURCE_USER and $STACKLENS_SOURCE_PASSWORD, or as PostgreSQL has them:
      --since T, --until T   from 1h ago until now, unless told: a time, or how long ago (30s, 15m, 2h, 7d)
      --level L              at least trace, debug, info, warn, error, fatal, as the engine knows it
      --word W               only records with this word, or another that is given
      --label NAME=VALUE     only with this label, field or column; all that are given
      --limit N              records at most (100000)
      --patience N           seconds that an engine may be silent (60)
  stacklens watch PATH...    new findings as they are written, until interrupted; files may come, go, return and be rotated
      --format F             text (default), ndjson
      --min-severity S       as above
      --from-start           also what stands in files that were not analysed before
      --in-memory            keep nothing: what is written while it does not run is then not told of
      --alerts FILE          also tells the channels of this file (webhooks, mail), as its rules say; needs a store
      --corrected, --store STORE, --log-time-zone Z, --client-errors S  as above
  stacklens serve            takes logs in over HTTP, with the bearer token of $STACKLENS_TOKEN or one that it makes and prints:
                             POST text or NDJSON to /api/v1/logs/NAME, OpenTelemetry's logs to /v1/logs; GET what is found
      --port N, --host H     where it listens: 4318 on 127.0.0.1 unless told
      --folder DIR           where what it takes in is kept; "received" beside the store unless told
      --max-body N           10^6 bytes of a body at most (16)
      --max-rate N           requests a second that one address may make for long (500)
      --alerts FILE, --store STORE, --log-time-zone Z, --client-errors S  as above
  stacklens alerts check FILE  whether a file of alerts is in order
  stacklens alerts test FILE   sends a test to its channels; --channel NAME to one of them; --store as above
  stacklens records FILE...  every record as one JSON line (--format ndjson); --log-time-zone, --client-errors as above
  stacklens explain FILE:LINE  why a line is a finding, or none, and what would change it; options as of records
      --ai --consent         also asks Gemini, with the key of $GEMINI_API_KEY; what is sent was redacted, and is kept with
                             the answer in the store (--store as above); the next time the answer comes from there
      --ai-preview           shows what would be sent, and sends nothing
      --ai-again             asks although there is an answer
      --ai-model M, --ai-endpoint URL, --ai-tokens N  the model (gemini-2.5-flash), where it is asked, and the longest question (8000)
      --hide WORD            is not sent either; * stands for letters; may be given again
  stacklens merge FILE...    the records of several logs in the order of time
      --format F             text (default), ndjson
      --family               each file with those that were rotated with it
      --min-level L          trace, debug, info, warn, error, fatal; records without a level are then left out
      --time-zone Z, --log-time-zone Z  as above
  stacklens diff OLD NEW     what a run logs that an earlier one did not
      --format F             text (default), ndjson
  stacklens knowledge SEARCH  what is known of an error: words, a code or a whole message; the best entries first
      --format F             text (default), json
      --limit N              entries at most (5)
      --add FILE             knowledge of your own, asked first; may be given again
      --count                how many entries there are instead
  stacklens classify [FILE]  what messages that tell of trouble are about, one a line; - or no file: standard input
      --format F             ndjson (default), json, text
  stacklens train            a model of your own, from your corrections in the store (--store as above) and what rules say;
                             installed where it is better on corrections that it has not seen
      --dry-run, --force     install nothing; install it in any case
      --list, --rollback     which models there are; go back to the one before
      --format F             text (default), json
  stacklens feedback COMMAND  what you say of findings, by fingerprint, in the store (--store as above)
      list                   what was said, as JSON lines
      relabel FINGERPRINT... --severity S and --category C from now on
      ignore FINGERPRINT...  no error: neither shown nor counted
      undo FINGERPRINT...    takes back what was said
  stacklens db COMMAND       the store, while VS Code may be using it (--store as above)
      status                 its size and what is in it (--format text, json)
      verify                 reads all of it: 0 sound, 1 damaged, 2 unreadable
      export                 the newest findings of each file; --format (ndjson unless told), --output, --min-severity,
                             --time-zone as of scan
      audit                  who did what and when, the newest first, as JSON lines; --output
      migrate                brings a store of an earlier version up to date; --from STORE --to STORE copies one into another
      prune                  removes analyses older than --days N, and the oldest until it takes --megabytes N
      backup                 copies it to its backups, and prints the copy's name
      restore [NAME]         puts a backup in its place; without a name, lists them
  stacklens mcp [PATH...]    answers agents over standard input and output (Model Context Protocol): they may find, explain
                             and compare the errors in logs in these folders and files, the current folder unless told
      --verbatim             hand logs over as they are: else keys, passwords, addresses and names are hidden
      --hide WORD            hide this word as well; * stands for letters, digits, ., - and _; may be given again
      --store FILE           keep analyses there, to compare with earlier ones; unless told, nothing is kept
      --log-time-zone Z, --client-errors S  as above
  stacklens --help | --version

Exit codes: 0 done; 1 something at or above --fail-on, or a new problem of diff; 2 bad usage or a file that could not be read.
`;

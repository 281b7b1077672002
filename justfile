# Everyday commands. `just` alone lists them.

set shell := ["bash", "-euo", "pipefail", "-c"]

postgres := env("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")

[private]
default:
    @{{ just_executable() }} --list --unsorted

# Serve on http://127.0.0.1:8080 with an embedded database and a demo
run *arguments:
    cargo run -- {{ arguments }}

# Run all tests on SQLite
test *arguments:
    cargo test --workspace {{ arguments }}

# Run all tests on PostgreSQL, at TEST_DATABASE_URL or on this machine
test-pg *arguments:
    TEST_DATABASE_URL='{{ postgres }}' cargo test --workspace {{ arguments }}

# Check formatting and lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Format everything
fmt:
    cargo fmt --all

# Check licences, sources and advisories of dependencies (needs cargo-deny)
deny:
    cargo deny check

# Write schema.graphql from the code
schema:
    cargo run -q -- schema > schema.graphql.new
    mv schema.graphql.new schema.graphql

# Check that schema.graphql is what the code says
schema-check:
    cargo run -q -- schema | diff -u schema.graphql - || { echo 'schema.graphql is out of date: run `just schema`'; exit 1; }

# Add the demo to the database; with a file, what the file says
seed file="":
    cargo run -q -- seed {{ if file == "" { "--demo" } else { "--file '" + file + "'" } }}

# Check what the server needs
doctor:
    cargo run -q -- doctor

# Measure the release build: against the limit on PostgreSQL (needs wrk), then start, memory and many writers at once
bench scale="0.1":
    cargo build --profile measure -p server -p bench
    target/measure/bench compare target/measure/volmify --postgres '{{ postgres }}' --scale '{{ scale }}' --output bench/RESULTS.md
    target/measure/bench target/measure/volmify

# Kill the server 20 times while 500 orders are placed, on SQLite and on PostgreSQL, and look whether anything was lost
crash seed="1":
    cargo build --release -p server -p bench
    target/release/bench crash target/release/volmify --seed {{ seed }}
    target/release/bench crash target/release/volmify --seed {{ seed }} --database '{{ postgres }}'

# Compare 20,000 random operations per seed with a second calculation, on SQLite; a failure tells its seed and what was done last
model seeds="1,2,3,4,5" steps="20000":
    MODEL_SEEDS='{{ seeds }}' MODEL_STEPS='{{ steps }}' cargo test -p commerce --test it model:: -- --nocapture

# Try the API with the clients and tools that others made (needs Node)
contract:
    cargo build -q
    cd clients/typescript && npm ci --no-audit --no-fund && npm run -s contract

# Write the table of README from what the contract finds
contract-table:
    cargo build -q
    cd clients/typescript && npm ci --no-audit --no-fund && npm run -s contract -- ../../target/debug/volmify --write

# Send made-up requests for every field of the schema, half of the seconds on SQLite and half on PostgreSQL (needs Node, Python and psql)
fuzz seconds="600" seed="1":
    cargo build -q
    cd clients/typescript && npm ci --no-audit --no-fund && TEST_DATABASE_URL='{{ postgres }}' npm run -s fuzz -- ../../target/debug/volmify '{{ seconds }}' '{{ seed }}'

# What CI runs: lints, schema, tests on both databases
check:
    .ci/run

# Build the GraphiQL pages that the server embeds
graphiql:
    cd clients/graphiql && npm ci && npm run build

# Check that the server embeds what those pages become
graphiql-check:
    cd clients/graphiql && npm ci && npx vite build --outDir ../../target/graphiql --emptyOutDir
    diff -rq target/graphiql crates/gateway/assets/graphiql

# Start server, PostgreSQL, mail catcher and file store in containers
docker:
    docker compose up --build

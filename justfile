# What people run every day. `just` lists it.
_list:
    @just --list --unsorted

# Format, clippy, and the tests on SQLite
check: fmt
    cargo clippy --workspace --all-targets -- -D warnings
    cargo xtask test --sqlite

# The tests on PostgreSQL
check-postgres:
    cargo xtask test --postgres

# Everything that has to pass before a change is taken
ci:
    .ci/run

# What the compiler and clippy cannot see
tidy:
    cargo xtask tidy

# Format everything
fmt:
    cargo fmt --all

# A small community with work waiting, to click through
serve *args:
    cargo run -- demo {{ args }}

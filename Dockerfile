# syntax=docker/dockerfile:1

ARG RUST_VERSION=1.95.0

FROM rust:${RUST_VERSION}-trixie AS build
ARG RUST_VERSION
# The compiler of the image; without this, rust-toolchain.toml would fetch components that nobody needs here.
ENV RUSTUP_TOOLCHAIN=${RUST_VERSION}
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package server \
    && install -D target/release/volmify /out/volmify

FROM debian:trixie-slim
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/volmify /usr/local/bin/
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin volmify \
    && install -d -o volmify -g volmify /var/lib/volmify
USER volmify
WORKDIR /var/lib/volmify
VOLUME /var/lib/volmify
# A container is reachable from elsewhere, so it gets no demo with a known password unless somebody asks for it.
ENV VOLMIFY_LISTEN=0.0.0.0:8080 \
    VOLMIFY_DATA_DIR=/var/lib/volmify \
    VOLMIFY_DEMO=false
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["volmify", "health"]
ENTRYPOINT ["volmify"]

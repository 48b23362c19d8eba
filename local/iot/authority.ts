import 'reflect-metadata'; // @peculiar/x509 needs it to be there first.
import type { webcrypto } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { GatehouseError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { certificateLimits } from '../limits.ts';
import {
  importPrivateKey,
  keyAlgorithm,
  loadKeyedCertificate,
  signingAlgorithm,
  toPkcs8Pem,
} from './keyed-certificate.ts';

/** A request that is no certificate signing request, or whose key AWS would not sign. */
export class UnusableRequest extends GatehouseError {
  override readonly name = 'UnusableRequest';
}

export interface CertificateAuthority {
  /** What devices are given to know the broker by; the file is for tools that want a path. */
  caPem: string;
  caPath: string;
  /** For 127.0.0.1, ::1 and localhost. */
  server: { keyPem: string; certificatePem: string };
  /** @throws UnusableRequest */
  signCsr(csrPem: string): Promise<{ id: string; pem: string }>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** AWS' own certificates for devices end then. */
const deviceNotAfter = new Date('2049-12-31T23:59:59Z');
const issuerName = 'CN=Gatehouse local authority';

/**
 * Opens the authority of this state folder, made at the first start: `authority.pem` (key and certificate, mode 0600),
 * `ca.pem` (the certificate, to hand out), `server.pem`.
 */
export async function createCertificateAuthority(stateFolder: string, clock: Clock): Promise<CertificateAuthority> {
  const folder = join(stateFolder, 'iot');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority =
    loadKeyedCertificate(join(folder, 'authority.pem')) ??
    writeKeyed(join(folder, 'authority.pem'), await makeAuthority(clock));
  const caPath = join(folder, 'ca.pem');
  replaceFile(caPath, authority.certificatePem, 0o644);

  const issuer = {
    certificate: new x509.X509Certificate(authority.certificatePem),
    key: await importPrivateKey(authority.keyPem),
  };
  const known = loadKeyedCertificate(join(folder, 'server.pem'));
  const server =
    known && isUsable(known.certificatePem, issuer, clock)
      ? known
      : writeKeyed(join(folder, 'server.pem'), await makeServer(issuer, clock));

  return {
    caPem: authority.certificatePem,
    caPath,
    server,
    signCsr: (csrPem) => signCsr(csrPem, issuer, clock),
  };
}

interface Issuer {
  certificate: x509.X509Certificate;
  key: webcrypto.CryptoKey;
}

async function makeAuthority(clock: Clock) {
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: issuerName,
    keys,
    signingAlgorithm,
    notBefore: new Date(clock.now() - dayMs),
    notAfter: new Date(clock.now() + certificateLimits.authorityValidDays * dayMs),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { keyPem: await toPkcs8Pem(keys.privateKey), certificatePem: certificate.toString('pem') };
}

async function makeServer(issuer: Issuer, clock: Clock) {
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
  const certificate = await issue(issuer, {
    subject: 'CN=localhost',
    publicKey: keys.publicKey,
    notBefore: new Date(clock.now() - dayMs),
    notAfter: new Date(clock.now() + certificateLimits.serverValidDays * dayMs),
    usage: x509.ExtendedKeyUsage.serverAuth,
    names: [
      { type: 'dns', value: 'localhost' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
    ],
  });
  return { keyPem: await toPkcs8Pem(keys.privateKey), certificatePem: certificate.toString('pem') };
}

/** Whether the certificate is this authority's, and not soon to expire. */
function isUsable(certificatePem: string, issuer: Issuer, clock: Clock): boolean {
  const certificate = new x509.X509Certificate(certificatePem);
  const keyId = certificate.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
  const issuerKeyId = issuer.certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  const renewAt = certificate.notAfter.getTime() - certificateLimits.serverRenewDaysBefore * dayMs;
  return keyId === issuerKeyId && clock.now() < renewAt && clock.now() > certificate.notBefore.getTime();
}

async function signCsr(csrPem: string, issuer: Issuer, clock: Clock): Promise<{ id: string; pem: string }> {
  const request = await readCsr(csrPem);
  const certificate = await issue(issuer, {
    subject: request.subjectName,
    publicKey: request.publicKey,
    notBefore: new Date(clock.now() - dayMs),
    notAfter: deviceNotAfter,
    usage: x509.ExtendedKeyUsage.clientAuth,
  });
  return { id: await idOf(certificate), pem: certificate.toString('pem') };
}

async function readCsr(csrPem: string): Promise<x509.Pkcs10CertificateRequest> {
  try {
    const request = new x509.Pkcs10CertificateRequest(csrPem);
    if (await request.verify()) return request;
  } catch (cause) {
    throw new UnusableRequest('The CSR cannot be read.', { cause });
  }
  throw new UnusableRequest('The CSR is not signed with the key that it names.');
}

async function idOf(certificate: x509.X509Certificate): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', certificate.rawData)).toString('hex');
}

async function issue(
  issuer: Issuer,
  options: {
    subject: string | x509.Name;
    publicKey: x509.PublicKeyType;
    notBefore: Date;
    notAfter: Date;
    usage: x509.ExtendedKeyUsage;
    names?: x509.JsonGeneralNames;
  },
): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    subject: options.subject,
    issuer: issuer.certificate.subjectName,
    publicKey: options.publicKey,
    signingKey: issuer.key,
    signingAlgorithm,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([options.usage]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate),
      ...(options.names ? [new x509.SubjectAlternativeNameExtension(options.names)] : []),
    ],
  });
}

function writeKeyed<T extends { keyPem: string; certificatePem: string }>(path: string, pair: T): T {
  replaceFile(path, `${pair.keyPem}\n${pair.certificatePem}\n`, 0o600);
  return pair;
}

/** All of the file or nothing: a crash never leaves half a key. */
function replaceFile(path: string, content: string, mode: number): void {
  const draft = `${path}.new`;
  writeFileSync(draft, content, { mode });
  chmodSync(draft, mode);
  renameSync(draft, path);
}

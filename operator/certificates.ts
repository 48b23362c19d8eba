import 'reflect-metadata';
import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PemConverter, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { UsageError } from '../domain/errors.ts';

/** Files of one device, as every MQTT client wants them. */
export interface DeviceFiles {
  keyFile: string;
  certificateFile: string;
}

export function deviceFiles(folder: string, deviceId: string): DeviceFiles {
  return {
    keyFile: join(folder, deviceId, 'private.key'),
    certificateFile: join(folder, deviceId, 'certificate.pem'),
  };
}

/**
 * The device's certificate as PEM; undefined when key or certificate is missing.
 * @throws UsageError when they cannot be read, or are not a key and its certificate.
 */
export async function readCertificate(files: DeviceFiles): Promise<string | undefined> {
  const key = await readFileIfThere(files.keyFile);
  const pem = await readFileIfThere(files.certificateFile);
  if (key === undefined || pem === undefined) return undefined;
  if (!areAPair(key, pem)) {
    throw new UsageError(
      `${files.keyFile} and ${files.certificateFile} are not a key and its certificate. Restore them, or move both away and enrol the device again.`,
    );
  }
  return pem;
}

async function readFileIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function areAPair(key: string, pem: string): boolean {
  try {
    return new X509Certificate(pem).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/**
 * Makes a P-256 key, keeps it with mode 0600 and returns a signing request for it. The private key never leaves
 * the folder: IoT Core only sees the request.
 */
export async function createSigningRequest(files: DeviceFiles, deviceId: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${deviceId}`,
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  await writePrivately(files.keyFile, PemConverter.encode(pkcs8, 'PRIVATE KEY'));
  return request.toString('pem');
}

/** Writes a file that only its owner may read, whatever mode an older one had. */
export async function writePrivately(file: string, content: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
  await chmod(file, 0o600);
}

/** IoT Core's id of a certificate: SHA-256 of its DER, in hexadecimal. */
export function certificateIdOf(pem: string): string {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}

import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import { type CertificateAuthority, UnusableRequest } from '../../iot/authority.ts';
import type { Certificate } from '../../iot/registry.ts';
import { authorise } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import { type RestOperation, restOperation } from './rest-operation.ts';
import { certificateId, type IotContext, invalid, notFound } from './shapes.ts';

const csrMaxCharacters = 4_096;

/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreateCertificateFromCsr.html and its neighbours. */
export function certificateOperations(
  context: IotContext,
  { authority, clock }: { authority: CertificateAuthority; clock: Clock },
): RestOperation[] {
  const { registry, arns } = context;
  const existing = (id: string): Certificate => {
    const certificate = registry.certificate(id);
    if (certificate === undefined) throw notFound(`Certificate ${id} cannot be found.`);
    return certificate;
  };

  const createFromCsr = restOperation(
    'POST /certificates',
    z.strictObject({
      certificateSigningRequest: z.string().min(1).max(csrMaxCharacters),
      setAsActive: z.stringbool().default(false),
    }),
    async ({ certificateSigningRequest, setAsActive }, caller) => {
      authorise(caller, 'iot:CreateCertificateFromCsr', '*');
      const { id, pem } = await signed(authority, certificateSigningRequest);
      const now = clock.now();
      const status = setAsActive ? 'ACTIVE' : 'INACTIVE';
      await registry.putCertificate({ id, pem, status, createdAt: now, modifiedAt: now });
      return { certificateArn: arns.certificate(id), certificateId: id, certificatePem: pem };
    },
  );

  const describe = restOperation(
    'GET /certificates/{certificateId}',
    z.strictObject({ certificateId }),
    ({ certificateId: id }, caller) => {
      authorise(caller, 'iot:DescribeCertificate', arns.certificate(id));
      const { pem, status, createdAt, modifiedAt } = existing(id);
      return {
        certificateDescription: {
          certificateArn: arns.certificate(id),
          certificateId: id,
          status,
          certificatePem: pem,
          // AWS writes times in JSON as seconds.
          creationDate: createdAt / 1000,
          lastModifiedDate: modifiedAt / 1000,
          certificateMode: 'DEFAULT',
        },
      };
    },
  );

  const update = restOperation(
    'PUT /certificates/{certificateId}',
    z.strictObject({ certificateId, newStatus: z.enum(['ACTIVE', 'INACTIVE', 'REVOKED']) }),
    async ({ certificateId: id, newStatus }, caller) => {
      authorise(caller, 'iot:UpdateCertificate', arns.certificate(id));
      await registry.putCertificate({ ...existing(id), status: newStatus, modifiedAt: clock.now() });
      return {};
    },
  );

  const remove = restOperation(
    'DELETE /certificates/{certificateId}',
    z.strictObject({ certificateId, forceDelete: z.stringbool().default(false) }),
    async ({ certificateId: id, forceDelete }, caller) => {
      authorise(caller, 'iot:DeleteCertificate', arns.certificate(id));
      if (existing(id).status === 'ACTIVE') {
        throw new AwsError('CertificateStateException', 'The certificate must be deactivated first.', { status: 406 });
      }
      const policies = [...registry.policiesOf(id)];
      if (registry.thingsOf(id).size > 0 || (policies.length > 0 && !forceDelete)) {
        throw new AwsError('DeleteConflictException', 'Things or policies are attached to it.', { status: 409 });
      }
      for (const policy of policies) await registry.detachPolicy(policy, id);
      await registry.deleteCertificate(id);
      return {};
    },
  );

  return [createFromCsr, describe, update, remove];
}

async function signed(authority: CertificateAuthority, csrPem: string) {
  try {
    return await authority.signCsr(csrPem);
  } catch (error) {
    if (error instanceof UnusableRequest) throw invalid(error.message);
    throw error;
  }
}

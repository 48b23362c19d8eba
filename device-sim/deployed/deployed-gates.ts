import type { Deployment } from '../../operator/deployment.ts';
import { revokeDevice } from '../../operator/enrolment.ts';
import type { Certificates } from '../faults/certificates.ts';
import type { Connect } from '../gate/connection.ts';
import type { GatePlace } from '../gate/gate.ts';
import { type BrokerAddress, connectByMqtt } from '../gate/mqtt-connection.ts';
import { connectionOfGate } from './enrolled.ts';

/** How the gates of a fleet connect to a deployment, and what may become of their certificates. */
export interface DeployedGates {
  connectionOf(place: GatePlace): Promise<Connect>;
  certificates: Certificates;
}

/** A gate connects with the certificate that it has at that moment. */
export function deployedGates(deployment: Deployment): DeployedGates {
  const addresses = new Map<string, BrokerAddress>();
  const enrol = async (place: GatePlace) => {
    addresses.set(place.gate, await connectionOfGate(deployment, place));
  };
  const revoke = async ({ gate }: GatePlace) => {
    await revokeDevice(deployment.clients.iot, gate);
  };
  return {
    connectionOf: async (place) => {
      await enrol(place);
      return (options, handlers) => {
        const address = addresses.get(place.gate);
        if (!address) throw new TypeError(`${place.gate} is not enrolled`);
        return connectByMqtt(address)(options, handlers);
      };
    },
    // Nobody can make a certificate end before its time: to the gate it is the same whether it has ended or is revoked.
    certificates: { revoke, expire: revoke, renew: enrol },
  };
}

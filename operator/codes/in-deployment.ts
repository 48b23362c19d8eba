import { connectToDeployment, type Deployment } from '../deployment.ts';

/** The flag of commands that work on a deployment, and the lines of help about it. */
export const deploymentFlags = { aws: { type: 'boolean', default: false } } as const;

/** Runs part of a command with the deployment that runs on this machine, or with the one on AWS. */
export async function inDeployment<Result>(
  { aws }: { aws: boolean },
  run: (deployment: Deployment) => Promise<Result>,
): Promise<Result> {
  const deployment = await connectToDeployment({ aws });
  try {
    return await run(deployment);
  } finally {
    deployment.close();
  }
}

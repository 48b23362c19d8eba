import { App } from 'aws-cdk-lib/core';
import { stackName } from '../domain/names.ts';
import { GatehouseStack, type GatehouseStackProps } from './stack.ts';

/**
 * Builds the CDK app; `synth()` on the result writes the cloud assembly.
 * @param options `outputFolder` is where that goes; absent: where the CDK command line says, or a temporary folder.
 */
export function buildApp(options: GatehouseStackProps & { outputFolder?: string }): App {
  const { outputFolder, ...props } = options;
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    // A template that CloudFormation would refuse is refused here.
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
    ...(outputFolder === undefined ? {} : { outdir: outputFolder }),
  });
  new GatehouseStack(app, stackName, props);
  return app;
}

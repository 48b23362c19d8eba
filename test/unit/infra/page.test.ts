import { beforeAll, expect, test } from 'vitest';
import { consoleByCloudFront } from '../../../domain/names.ts';
import { synthesise, written } from './synthesis.ts';

/*
 * Goal: the guards' page on AWS is read by way of CloudFront and HTTPS only, with the headers that it has on one machine, and
 * is the one page that gets tokens and may ask the API.
 * Method: the template, with a place for the page.
 */

let template: ReturnType<typeof synthesise>;

// CDK's CloudFront takes seconds to load, more while other tests run.
beforeAll(() => {
  template = synthesise({ consoleUrl: consoleByCloudFront });
}, 60_000);

const only = (type: string) => {
  const [found, ...more] = template.ofType(type);
  expect(more).toEqual([]);
  if (!found) throw new Error(`no ${type}`);
  return found;
};

test('nobody but this distribution reads the bucket', () => {
  expect(only('AWS::S3::Bucket').properties['PublicAccessBlockConfiguration']).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  const { PolicyDocument: document } = only('AWS::S3::BucketPolicy').properties as {
    PolicyDocument: { Statement: Record<string, unknown>[] };
  };
  const allowed = document.Statement.filter((statement) => statement['Effect'] === 'Allow');
  expect(allowed).toHaveLength(1);
  expect(allowed[0]).toMatchObject({
    Action: 's3:GetObject',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
  });
  expect(written(JSON.parse(JSON.stringify(allowed[0]?.['Condition'])).StringEquals['AWS:SourceArn'])).toContain(
    `distribution/<${only('AWS::CloudFront::Distribution').id}>`,
  );
});

test('browsers come by HTTPS, and run and frame nothing from elsewhere', () => {
  const { DistributionConfig: config } = only('AWS::CloudFront::Distribution').properties as {
    DistributionConfig: { DefaultCacheBehavior: object };
  };
  const headers = only('AWS::CloudFront::ResponseHeadersPolicy');
  expect(config.DefaultCacheBehavior).toMatchObject({
    ViewerProtocolPolicy: 'redirect-to-https',
    ResponseHeadersPolicyId: { Ref: headers.id },
  });
  const { ResponseHeadersPolicyConfig: policy } = headers.properties as {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: { ContentSecurityPolicy: { ContentSecurityPolicy: unknown } };
    };
  };
  const csp = written(policy.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy);
  expect(csp).not.toMatch(/unsafe|\*\s|https:\s/);
  expect(csp).toContain("script-src 'self';");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).toMatch(/connect-src 'self' https:\/\/\*\.execute-api\.<AWS::Region>\S+ wss:\/\/\*\.iot\.<AWS::Region>/);
});

test('it is the one page that gets tokens and may ask the API', () => {
  const domain = `<${only('AWS::CloudFront::Distribution').id}.DomainName>`;
  const { CorsConfiguration: cors } = only('AWS::ApiGatewayV2::Api').properties as {
    CorsConfiguration: { AllowOrigins: unknown[] };
  };
  expect(cors.AllowOrigins.map((one) => written(one))).toEqual([`https://${domain}`]);
  const client = only('AWS::Cognito::UserPoolClient').properties as Record<'CallbackURLs' | 'LogoutURLs', unknown[]>;
  expect(client.CallbackURLs.map((one) => written(one))).toEqual([`https://${domain}/`]);
  expect(client.LogoutURLs.map((one) => written(one))).toEqual([`https://${domain}/`]);
});

import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aws, Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { pageSecurityHeaders } from '../domain/page/security.ts';
import { pageLimits } from './limits.ts';

interface PageProps {
  /** Where tokens come from; the page asks there for them. */
  issuerOrigins: readonly string[];
  removalPolicy: RemovalPolicy;
}

/**
 * Where the guards' page lies: a bucket that only CloudFront reads. `npm run page` puts the page there, with what it has to
 * know of this deployment.
 */
export class Page extends Construct {
  readonly bucketName: string;
  readonly origin: string;

  constructor(scope: Construct, id: string, { issuerOrigins, removalPolicy }: PageProps) {
    super(scope, id);
    const bucket = this.bucket(removalPolicy);
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Gatehouse: the guards’ page',
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        // The cast: CDK's own class does not fit its own interface under `exactOptionalPropertyTypes`.
        origin: S3BucketOrigin.withOriginAccessControl(bucket as s3.IBucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Each file says how long it may be kept.
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: this.headers(issuerOrigins),
      },
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Guards are where their gates are; who may sign in is the issuer’s matter.',
      'AwsSolutions-CFR2': 'It is files that anybody may read; what is behind them is the API, which wants tokens.',
      'AwsSolutions-CFR3': 'Who loads the page is nobody’s business; who asks the API is in its log.',
      'AwsSolutions-CFR4': 'CloudFront’s own name has its own certificate, and takes no other policy.',
    });
    this.bucketName = bucket.bucketName;
    this.origin = `https://${distribution.distributionDomainName}`;
  }

  /** All that is in it is built from the source, so it goes with the stack. */
  private bucket(removalPolicy: RemovalPolicy): s3.Bucket {
    const bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy,
    });
    acknowledge(bucket, {
      'AwsSolutions-S1': 'Only CloudFront reads it, and who loads the page is nobody’s business.',
    });
    return bucket;
  }

  private headers(issuerOrigins: readonly string[]): cloudfront.ResponseHeadersPolicy {
    const atAws = (service: string) => `*.${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    // Of API and IoT Core no more than the region is known here: both have to know first where the page is.
    const connect = [`https://${atAws('execute-api')}`, `wss://${atAws('iot')}`, ...issuerOrigins];
    const headers = pageSecurityHeaders({ connect, form: [] });
    const isolating = ['cross-origin-opener-policy', 'cross-origin-resource-policy'] as const;
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: headers['content-security-policy'], override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(pageLimits.httpsOnlyD), override: true },
      },
      customHeadersBehavior: {
        customHeaders: isolating.map((header) => ({ header, value: headers[header], override: true })),
      },
    });
  }
}

function acknowledge(construct: Construct, reasons: Record<string, string>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}

import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from './aws-error.ts';
import type { AwsResponse } from './service.ts';
import { xmlElement } from './xml.ts';

/** How a client of the AWS SDK frames requests and results; each has its own shape of an error. */
type Protocol = 'json' | 'query' | 'rest-json';

const jsonTypes = ['application/x-amz-json-1.0', 'application/x-amz-json-1.1'];

function protocolOf(headers: IncomingHttpHeaders): Protocol {
  if (headers['x-amz-target'] !== undefined) return 'json';
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query' : 'rest-json';
}

/** The content type of an answer in the JSON protocol: the version that the client speaks. */
export function jsonContentType(headers: IncomingHttpHeaders): string {
  return jsonTypes.find((type) => headers['content-type']?.startsWith(type)) ?? 'application/x-amz-json-1.1';
}

/** Shapes an error as the AWS SDK expects it from a service that speaks the request's protocol. */
export function errorResponse(error: AwsError, headers: IncomingHttpHeaders, requestId: string): AwsResponse {
  switch (protocolOf(headers)) {
    case 'json':
      return {
        status: error.status,
        headers: {
          'content-type': jsonContentType(headers),
          ...(error.queryCode === undefined ? {} : { 'x-amzn-query-error': `${error.queryCode};Sender` }),
        },
        body: JSON.stringify({ __type: error.code, message: error.message, ...error.details }),
      };
    case 'query':
      return {
        status: error.status,
        headers: { 'content-type': 'text/xml' },
        body: xmlElement('ErrorResponse', {
          Error: { Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message },
          RequestId: requestId,
        }),
      };
    case 'rest-json':
      return {
        status: error.status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
        body: JSON.stringify({ message: error.message }),
      };
  }
}

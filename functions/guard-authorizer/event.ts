import * as z from 'zod';

/**
 * As much as we read of what IoT Core asks with.
 * https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html
 */
export const connectEvent = z.object({
  protocolData: z.object({
    mqtt: z.object({
      /** Absent when the client sends none, and IoT Core would make one up. */
      clientId: z.string().default(''),
      password: z.base64().default(''),
    }),
  }),
});

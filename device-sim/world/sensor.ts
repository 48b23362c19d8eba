/** What is wrong with the thermal sensors of the gates. Each `share` is of the gates, from 0 to 1. */
export interface SensorProfile {
  /** °C, from one sensor to the next, for good. */
  offsetDeviationC: number;
  /** Warmer and warmer, or colder and colder, since the world's clock began. */
  drift?: { share: number; perHourC: number };
  /** The sun shines on the sensor between these hours of local time and warms what it sees, most half-way. */
  sun?: { share: number; fromH: number; toH: number; warmsC: number };
  /** Dirt takes so much of what skin is above the air, more each hour, until somebody cleans the window. */
  dirt?: { share: number; perHour: number; cleanedEveryH: number };
  /** From so many hours after the world's clock began, the sensor says the same of everybody. */
  stuck?: { share: number; afterH: number };
}

/** Whether a PIN is among the first that anybody would try: all of its digits are the same step apart, as in 1111, 1234, 8642 or 8901. */
export function isEasyPin(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, index) => (Number(digit) - Number(digits[index]) + 10) % 10);
  return new Set(steps).size === 1;
}

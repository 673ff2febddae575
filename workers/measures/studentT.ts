/**
 * P(|T| ≤ t) for Student's t with ν degrees of freedom: the finite sums of Abramowitz & Stegun 26.7.3 (odd ν) and 26.7.4 (even ν).
 */
function probabilityWithin(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const odd = degreesOfFreedom % 2 === 1;

  let term = odd ? cosine : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degreesOfFreedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/**
 * The t that a Student variable stays below with this probability.
 * @param probability in (0, 1)
 * @param degreesOfFreedom a whole number, 1 or more
 * @throws if either is out of range.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) throw new Error(`A probability must be between 0 and 1, ends excluded; got ${probability}.`);
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new Error(`Degrees of freedom must be a whole number of at least 1; got ${degreesOfFreedom}.`);
  }
  if (probability < 0.5) return -studentTQuantile(1 - probability, degreesOfFreedom);

  const within = 2 * probability - 1;
  let low = 0;
  let high = 1;
  while (probabilityWithin(high, degreesOfFreedom) < within) high *= 2;
  // Halve until the two ends are neighbouring floating-point numbers.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (probabilityWithin(middle, degreesOfFreedom) < within) low = middle;
    else high = middle;
  }
  return high;
}

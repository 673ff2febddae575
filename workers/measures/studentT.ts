/** ln Γ(x), x > 0: Stirling's series (Abramowitz & Stegun 6.1.41), taken where the first term left out is below 2·10⁻¹⁵. */
function logGamma(x: number): number {
  // Γ(x) = Γ(x + 1) / x leads there.
  let large = x;
  let steps = 0;
  for (; large < 20; large++) steps += Math.log(large);
  const square = 1 / (large * large);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / large;
  return (large - 0.5) * Math.log(large) - large + 0.5 * Math.log(2 * Math.PI) + series - steps;
}

/** The continued fraction of Iₓ(a, b) (Abramowitz & Stegun 26.5.8) by Lentz's method; fast where x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  let numerators = 1;
  let denominators = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = denominators;
  for (let m = 1, change = 0; Math.abs(change - 1) > 1e-15; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominators = 1 / (1 + even * denominators);
    numerators = 1 + even / numerators;
    fraction *= denominators * numerators;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominators = 1 / (1 + odd * denominators);
    numerators = 1 + odd / numerators;
    change = denominators * numerators;
    fraction *= change;
  }
  return fraction;
}

/** P(|T| ≤ t) for Student's t with ν degrees of freedom: Iₓ(½, ν/2) at x = t² / (ν + t²), the regularised incomplete beta function. */
function probabilityWithin(t: number, degreesOfFreedom: number): number {
  const [a, b] = [0.5, degreesOfFreedom / 2];
  // x and 1 − x from their own quotients: neither is lost beside the other.
  const x = (t * t) / (degreesOfFreedom + t * t);
  const rest = degreesOfFreedom / (degreesOfFreedom + t * t);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
}

/**
 * The t that a Student variable stays below with this probability.
 * @param probability in (0, 1)
 * @param degreesOfFreedom 1 or more, not necessarily whole
 * @throws if either is out of range.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) throw new Error(`A probability must be between 0 and 1, ends excluded; got ${probability}.`);
  if (!(degreesOfFreedom >= 1 && degreesOfFreedom < Infinity)) {
    throw new Error(`Degrees of freedom must be a number of at least 1; got ${degreesOfFreedom}.`);
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

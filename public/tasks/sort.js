// Sort five digits
// Whether digits are in order is seen at a glance, and which of them is missing by counting.

function make(random) {
  const digits = Array.from({ length: 5 }, () => random.integer(10));
  return { prompt: digits.join(''), answer: [...digits].sort().join('') };
}

function check(prompt, answer) {
  return answer === [...prompt].sort().join('');
}

// Digits that come twice are harder to count.
function level(prompt) {
  return 6 - new Set(prompt).size;
}

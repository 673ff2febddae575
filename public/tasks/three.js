// Three that add up
// Many choices of three are right, and to add three digits up is easier than to find them.

function make(random) {
  const digits = random.shuffle('123456789').slice(0, 6);
  const answer = random.shuffle(digits).slice(0, 3);
  return { prompt: `${digits.join('')}:${String(sum(answer)).padStart(2, '0')}`, answer: answer.join('') };
}

function check(prompt, answer) {
  const [digits, total] = prompt.split(':');
  const chosen = new Set(answer);
  return chosen.size === 3 && [...chosen].every((digit) => digits.includes(digit)) && sum([...chosen]) === Number(total);
}

function sum(digits) {
  return digits.reduce((total, digit) => total + Number(digit), 0);
}

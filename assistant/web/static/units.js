// Another unit leaves the amount as it is: 2300 万元 becomes 23000000 元. Words (2300万) name their own unit.

const PLAIN = /^\d[\d,]*(\.\d+)?$/;

// Moves the decimal point without rounding.
export function shifted(number, places) {
  const [whole, part = ""] = number.replaceAll(",", "").split(".");
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point > digits.length ? digits.padEnd(point, "0") : digits.padStart(digits.length - Math.min(0, point - 1), "0");
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = padded.slice(at).replace(/0+$/, "");
  return right ? `${left}.${right}` : left;
}

export function switching(form) {
  for (const unit of form.querySelectorAll("[data-unit-of]")) {
    const field = document.getElementById(unit.dataset.unitOf);
    const factor = () => Number(unit.selectedOptions[0].dataset.factor);
    let before = factor();
    // Before the form's own listener sends the values.
    unit.addEventListener("input", () => {
      const plain = field.value.trim();
      if (PLAIN.test(plain)) field.value = shifted(plain, Math.round(Math.log10(before / factor())));
      before = factor();
    });
  }
}

// Gives the texts whose contrast with their ground is below 4.5 to 1 (WCAG 2.2, 1.4.3).
const parse = text => (text.match(/[\d.]+/g) || []).map(Number);
const luminance = ([r, g, b]) => {
    const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ground = element => {
    for (let at = element; at; at = at.parentElement) {
        const color = parse(getComputedStyle(at).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
};
return [...document.querySelectorAll("body *:not(svg *)")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(element => element.offsetWidth > 1 && !element.closest(".skip"))
    .map(element => {
        const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(ground(element))].sort((x, y) => y - x);
        return [element.textContent.trim().slice(0, 40), (a + 0.05) / (b + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);

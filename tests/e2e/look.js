// What a look at a page finds: given the parts of it that are ours, what sticks out of the screen,
// what is hard to read, everything that is said there, and in which direction it is read.
(ours) => {
    const roots = [...document.querySelectorAll(ours)];
    const visible = (element) => {
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        return box.width > 0 && box.height > 0 && style.visibility !== "hidden";
    };
    const elements = roots.flatMap((root) => [root, ...root.querySelectorAll("*")]).filter(visible);
    const name = (element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`;

    // -- what sticks out ---------------------------------------------------------------------------
    const out = elements.filter((element) => {
        const box = element.getBoundingClientRect();
        return box.left < -1 || box.right > window.innerWidth + 1;
    });
    const page = document.documentElement;
    if (page.scrollWidth > window.innerWidth + 1) {
        out.push(page);
    }

    // -- what is hard to read ----------------------------------------------------------------------
    const color = (text) => {
        const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
        return { rgb: [red, green, blue], alpha };
    };
    const over = (top, ground) => {
        const mix = (value, index) => value * top.alpha + ground.rgb[index] * (1 - top.alpha);
        return { rgb: top.rgb.map(mix), alpha: 1 };
    };
    const light = ({ rgb }) => {
        const parts = rgb.map((value) => value / 255);
        const linear = parts.map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const lineage = (element) => (element ? [...lineage(element.parentElement), element] : []);
    const ground = (element) =>
        lineage(element)
            .map((one) => color(getComputedStyle(one).backgroundColor))
            .reduce((below, own) => over(own, below), { rgb: [255, 255, 255], alpha: 1 });
    const contrast = (element) => {
        const below = ground(element);
        const style = color(getComputedStyle(element).color);
        const opacity = lineage(element).reduce((all, one) => all * getComputedStyle(one).opacity, 1);
        const [bright, dark] = [light(over({ ...style, alpha: style.alpha * opacity }, below)), light(below)].sort(
            (one, other) => other - one
        );
        return (bright + 0.05) / (dark + 0.05);
    };
    const says = (element) =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    // What cannot be used, and the labels of Odoo's forms, are as faint as Odoo has them.
    const resting = (element) => element.closest(":disabled, .disabled, .o_disabled, option, .o_form_label");
    const faint = elements
        .filter((element) => says(element) && !resting(element))
        .map((element) => [name(element), contrast(element)])
        .filter(([, ratio]) => ratio < 4.5);

    // -- what is said ------------------------------------------------------------------------------
    const attributes = ["title", "aria-label", "placeholder", "alt", "data-tooltip"];
    const said = elements.flatMap((element) => [
        ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data),
        ...attributes.map((attribute) => element.getAttribute(attribute) || ""),
    ]);
    const plain = (text) => text.replace(/\s+/g, " ").trim();
    const { direction } = getComputedStyle(document.body);
    return { direction, out: out.map(name), faint, said: [...new Set(said.map(plain))].filter(Boolean), ours: roots.length };
};

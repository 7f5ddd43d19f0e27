import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDFs, PROFILE,PROFILE PDF PDF …, each by the number of its place in the list: a line for each failed check with
 * profile, clause, test, place and what was broken; and one for each verdict.
 */
public final class VeraPDF {
    private VeraPDF() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 1; at < arguments.length; at++) {
            for (String profile : arguments[0].split(",")) {
                judge(at - 1, new File(arguments[at]), profile, out);
            }
        }
    }

    private static void judge(int number, File pdf, String profile, PrintStream out) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(profile);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(pdf, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion found : result.getTestAssertions()) {
                if (found.getStatus() == TestAssertion.Status.FAILED) {
                    out.println(String.join("\t", String.valueOf(number), "failed", profile, found.getRuleId().getClause(),
                        String.valueOf(found.getRuleId().getTestNumber()),
                        plain(found.getLocation().getContext()), plain(found.getMessage())));
                }
            }
            out.println(String.join("\t", String.valueOf(number), "verdict", profile, String.valueOf(result.isCompliant())));
        }
    }

    private static String plain(String said) {
        return said == null ? "" : said.replaceAll("\\s+", " ").trim();
    }
}

